# syntax=docker/dockerfile:1

# Wheels are made where compilers may be; the installation itself holds none.
FROM python:3.13-slim AS wheels
WORKDIR /build
COPY requirements.txt ./
RUN pip wheel --no-cache-dir --no-deps --require-hashes --wheel-dir /wheels -r requirements.txt

FROM python:3.13-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/srv/opencities
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --no-deps --compile /wheels/*.whl \
 && useradd --system --uid 10001 --home-dir /srv/opencities opencities \
 && install -d -o opencities -g opencities /var/lib/opencities/files \
 && printf '#!/bin/sh\nexec python -P -m backend.cli "$@"\n' > /usr/local/bin/opencities \
 && chmod +x /usr/local/bin/opencities
WORKDIR /srv/opencities
COPY pyproject.toml ./
COPY alembic ./alembic
COPY templates ./templates
COPY backend ./backend
RUN python -m compileall -q backend
USER opencities
ENV OPENCITIES_DATABASE_URL=sqlite:////var/lib/opencities/opencities.db \
    OPENCITIES_FILES=/var/lib/opencities/files
VOLUME /var/lib/opencities
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["opencities"]
CMD ["serve", "--host", "0.0.0.0"]
