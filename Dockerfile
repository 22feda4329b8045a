# Backend Chronicles in a container: docker build -t chronicles . && docker run -p 8000:8000 -v chronicles:/data chronicles
#
# The image holds code and packages, /data everything that is the journal's own. It runs as an ordinary user and needs
# to write to /data and /tmp only.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /journal
COPY requirements.txt requirements-scale.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements-scale.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends git fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin journal \
    && mkdir /data && chown journal /data
WORKDIR /journal
COPY --from=packages /journal/.venv .venv
COPY manage.py ./
COPY chronicles chronicles
COPY journal journal
COPY static static
COPY templates templates
RUN .venv/bin/python -m compileall -q chronicles journal
ENV DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER journal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD [".venv/bin/python", "-c", "import os, urllib.request as r; host = os.environ.get('SITE_URL', '').partition('://')[2] or 'localhost'; r.urlopen(r.Request('http://127.0.0.1:8000/health/', headers={'Host': host}), timeout=4)"]
CMD [".venv/bin/python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
