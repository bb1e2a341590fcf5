# The portal for a district: production settings, one unprivileged user, static files collected at build.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=jinling_portal.settings.production
WORKDIR /app

COPY requirements.txt .
RUN pip install --quiet --require-hashes --requirement requirements.txt

COPY . .
# The keys are thrown away with this layer's environment; nothing that is collected depends on them.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    DATA_KEYS="$(python -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())')" \
    ALLOWED_HOSTS=localhost DATABASE_URL=sqlite:///:memory: \
    python manage.py prepare --static-only \
    && useradd --system --uid 10001 --home-dir /app portal \
    && mkdir -p var/media var/log \
    && chown -R portal var
USER portal

VOLUME /app/var/media
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as web; \
    host = os.environ['ALLOWED_HOSTS'].split(',')[0].strip(); \
    web.urlopen(web.Request('http://127.0.0.1:8000/healthz', headers={'Host': host, 'X-Forwarded-Proto': 'https'}))"]

# `prepare` brings the database up to date; threads wait for PostgreSQL, processes for the processor.
CMD ["sh", "-c", "python manage.py prepare && PROCESSES=${PROCESSES:-2} \
    exec python manage.py serve --only --host 0.0.0.0 --port 8000"]
