-- What is about a person, an organization or a network is found without reading a whole table: it is erased in small
-- portions, among the taps of others. And of an update that was handled it is not kept any more whose it was.

ALTER TABLE outbox ADD COLUMN about_id BIGINT;              -- whom its data and its key name, beside the reader; NULL: nobody
ALTER TABLE outbox ADD COLUMN organization_id BIGINT;       -- which one its data names; NULL: none
ALTER TABLE action_change ADD COLUMN about_id BIGINT;       -- whom its detail names; NULL: nobody
ALTER TABLE dialogue ADD COLUMN about_id BIGINT;            -- whom its state names; NULL: nobody
UPDATE outbox SET about_id = CAST(substring(data FROM '"person_id": ([0-9]+)') AS BIGINT),
    organization_id = CAST(substring(data FROM '"organization_id": ([0-9]+)') AS BIGINT);
UPDATE action_change SET about_id = CAST(substring(detail FROM '"person_id": ([0-9]+)') AS BIGINT);
UPDATE dialogue SET about_id = NULLIF(CAST(substring(state FROM '"owner_id": ([0-9]+)') AS BIGINT), 0);
-- Of letters of long ago the data are gone: whom the key names is not told from it, and nothing needs it any more.
UPDATE outbox SET key = 'long ago:' || id WHERE data = '{}' AND chat_id > 0
    AND (key LIKE 'claim:%' OR key LIKE 'away:%' OR key LIKE 'kept_asked:%' OR key LIKE 'kept_answered:%');
UPDATE outbox SET key = 'long ago:' || id WHERE data = '{}' AND chat_id < 0 AND key LIKE 'reminder:%';
UPDATE intake SET lane = '-' WHERE state = 'done';

CREATE INDEX outbox_about ON outbox (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX outbox_of_organization ON outbox (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX outbox_to_empty ON outbox (not_before)
    WHERE state IN ('sent', 'failed', 'cancelled') AND data <> '{}';
CREATE INDEX action_change_about ON action_change (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX dialogue_about ON dialogue (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX dialogue_by_person ON dialogue (person_id);
CREATE INDEX intake_parked ON intake (lane) WHERE state = 'parked';

CREATE INDEX action_by_network ON action (network_id);
CREATE INDEX action_by_round ON action (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX action_by_template ON action (template_id, template_version) WHERE template_id IS NOT NULL;
CREATE INDEX administrator_by_person ON administrator (person_id);
CREATE INDEX agenda_item_created_by ON agenda_item (created_by) WHERE created_by IS NOT NULL;
DROP INDEX announcement_by_author;
CREATE INDEX announcement_by_author ON announcement (author_id, state);
CREATE INDEX erasing_by_organization ON erasing (organization_id);
CREATE INDEX invite_by_network ON invite (network_id);
CREATE INDEX invite_by_round ON invite (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX invite_used_by ON invite (used_by) WHERE used_by IS NOT NULL;
CREATE INDEX kept_by_network ON kept (network_id);
CREATE INDEX member_confirmed_by ON member (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX peer_group_added_by ON peer_group (added_by) WHERE added_by IS NOT NULL;
CREATE INDEX response_of_organization ON response (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX response_group_by_group ON response_group (group_id);
CREATE INDEX round_by_network ON round (network_id);
CREATE INDEX round_by_template ON round (template_id, template_version);
CREATE INDEX round_opened_by ON round (opened_by) WHERE opened_by IS NOT NULL;
CREATE INDEX thread_of_figure ON thread (figure_id) WHERE figure_id IS NOT NULL;
CREATE INDEX thread_voice ON thread (summary_voice) WHERE summary_voice IS NOT NULL;
CREATE INDEX workshop_by_group ON workshop (group_id);
CREATE INDEX workshop_theme_voice ON workshop_theme (voice) WHERE voice IS NOT NULL;
