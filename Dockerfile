# Rapport in a container, without the embedded database: compose.yaml brings PostgreSQL beside it.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/rapport \
 && /opt/rapport/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
 && /opt/rapport/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/rapport --uid 10001 rapport
COPY --from=build /opt/rapport /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH RAPPORT_HOME=/var/lib/rapport/data RAPPORT_ADDRESS=0.0.0.0
USER rapport
VOLUME /var/lib/rapport
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["rapport", "up"]
