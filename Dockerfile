# Leeway as an image: pinned packages with hashes, an ordinary user, a health check.
# Build: docker build -t leeway .      Run: docker run --env-file .env -v leeway:/data leeway
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock \
    && useradd --system --uid 10001 --home-dir /data --create-home leeway

COPY manifest.yml ./
COPY bot ./bot
COPY handlers ./handlers
COPY storage ./storage
RUN python -m compileall -q bot handlers storage

USER leeway
ENV HOST=0.0.0.0 PORT=3000 DATABASE_URL=sqlite:////data/leeway.db LEEWAY_LOG_FORMAT=json
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
