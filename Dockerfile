# compose.yaml builds and runs it; by hand: docker build -t palabre . && docker run -d --restart unless-stopped --read-only \
#   --tmpfs /tmp -v palabre:/data -e PALABRE_BOT_TOKEN=... -e PALABRE_OPERATOR="..." palabre
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends binutils
COPY constraints/ constraints/
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r constraints/build.txt \
 && python -m venv /opt/palabre && /opt/palabre/bin/pip install --no-compile --require-hashes -r constraints/run.txt
COPY . .
RUN /opt/build/bin/hatchling build -t wheel -d /dist \
 && /opt/palabre/bin/pip install --no-compile --no-deps --no-index /dist/*.whl \
 && /opt/palabre/bin/pip uninstall --yes pip \
 && python tools/slim.py /opt/palabre/lib/python3*/site-packages

FROM ${PYTHON}
# libfribidi0 shapes right-to-left names in the pictures.
RUN apt-get update && apt-get install -y --no-install-recommends libfribidi0 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin palabre \
 && install -d -o palabre -g palabre -m 0700 /data
COPY --from=build /opt/palabre /opt/palabre
# A whole story, for a minute: an image that lacks something is not made. What Python compiles on the way stays, for a quick
# start; the second line loads what the story has no use for.
RUN /opt/palabre/bin/palabre rehearse --headless --story first-wheel \
 && /opt/palabre/bin/python -c "import bot.intake.webhook, bot.storage.postgres.postgres, bot.watch.watch, dateparser; \
import handlers.papers.ics, handlers.papers.page, handlers.papers.workbook"
ENV PATH=/opt/palabre/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PALABRE_DATA_DIR=/data PALABRE_WATCH=127.0.0.1:9100
USER palabre
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Healthy is: the process answers. That Telegram or the database is away is no reason to end it: /readyz tells that.
HEALTHCHECK --interval=1m --timeout=10s --start-period=1m --retries=3 CMD ["python", "-c", "\
import os, http.client;\
port = os.environ['PALABRE_WATCH'].rpartition(':')[2];\
asked = http.client.HTTPConnection('127.0.0.1', int(port), timeout=5);\
asked.request('GET', '/healthz');\
raise SystemExit(asked.getresponse().status != 200)"]
ENTRYPOINT ["palabre"]
CMD ["run"]
