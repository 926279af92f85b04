# docker build -t palabre . && docker run -d --restart unless-stopped --read-only --tmpfs /tmp \
#   -v palabre:/data -e PALABRE_BOT_TOKEN=... -e PALABRE_OPERATOR="..." palabre
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY constraints/ constraints/
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r constraints/build.txt \
 && python -m venv /opt/palabre && /opt/palabre/bin/pip install --require-hashes -r constraints/run.txt
COPY . .
RUN /opt/build/bin/hatchling build -t wheel -d /dist \
 && /opt/palabre/bin/pip install --no-deps --no-index /dist/*.whl \
 && /opt/palabre/bin/pip uninstall --yes pip

FROM ${PYTHON}
# libfribidi0 shapes right-to-left names in the pictures.
RUN apt-get update && apt-get install -y --no-install-recommends libfribidi0 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin palabre \
 && install -d -o palabre -g palabre -m 0700 /data
COPY --from=build /opt/palabre /opt/palabre
ENV PATH=/opt/palabre/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PALABRE_DATA_DIR=/data
USER palabre
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Healthy is: the bot has noted within three minutes that it is awake; it does so every minute.
HEALTHCHECK --interval=2m --timeout=20s --start-period=2m --retries=2 CMD ["python", "-c", "\
import os, sqlite3, time;\
from bot.settings import load_settings;\
from bot.storage.url import database_path;\
path = database_path(load_settings(os.environ).database_url);\
beat = sqlite3.connect(f'{path.absolute().as_uri()}?mode=ro', uri=True).execute('SELECT at FROM heartbeat').fetchone();\
raise SystemExit(beat is None or time.time() - beat[0] / 1e6 > 180)"]
ENTRYPOINT ["palabre"]
CMD ["run"]
