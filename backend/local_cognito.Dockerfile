# Local Cognito, for development without an AWS account. Never part of production.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv --without-pip venv
COPY requirements/local_cognito.txt ./
RUN pip --python venv/bin/python install --only-binary=:all: --require-hashes -r local_cognito.txt \
    && rm local_cognito.txt
# botocore is needed for two service models only, the contract.
RUN cd venv/lib/python3*/site-packages/botocore/data && find . -mindepth 1 -maxdepth 1 -type d \
      ! -name cognito-idp ! -name cognito-identity -exec rm -r {} +
COPY backend/local_cognito local_cognito
RUN venv/bin/python -m compileall -q local_cognito

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Vestibule local Cognito" \
      org.opencontainers.image.description="An AWS Cognito emulator for development and tests." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
# A new named volume gets the owner of the directory that it covers.
RUN install -d -o 10001 -g 10001 /data \
    && rm -rf /usr/local/bin/pip* /usr/local/lib/python3*/site-packages/pip* /usr/local/lib/python3*/ensurepip
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/venv/bin:$PATH PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 \
    LOCAL_COGNITO_HOST=0.0.0.0 LOCAL_COGNITO_DATA=/data/local_cognito.sqlite3
USER 10001:10001
EXPOSE 9229
HEALTHCHECK --interval=3s --timeout=3s --start-period=30s --retries=5 CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 9229, timeout=2); c.request('GET', '/health'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["python", "-m", "local_cognito"]
