# Build stage: psycopg2 has no wheel and is compiled here.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/production.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.txt

FROM python:3.11-slim-bookworm
# rasterio's wheels need libexpat1, psycopg2 needs libpq5, WeasyPrint needs Pango, HarfBuzz and
# fonts of all six languages; bubblewrap confines uploaded files.
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap libexpat1 libpq5 \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 ldnportal \
    && install -d -o ldnportal /var/lib/ldnportal
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    NUMBA_CACHE_DIR=/tmp/numba VAR_DIR=/var/lib/ldnportal STATIC_ROOT=/app/staticfiles
# The key signs nothing here: it only lets the settings load while files are gathered.
RUN SECRET_KEY=only-while-building PRODUCTION=1 VAR_DIR=/tmp/var python manage.py compile_translations \
    && SECRET_KEY=only-while-building PRODUCTION=1 VAR_DIR=/tmp/var python manage.py collectstatic --no-input
USER ldnportal
EXPOSE 8000
CMD ["gunicorn", "ldnportal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--timeout", "120"]
