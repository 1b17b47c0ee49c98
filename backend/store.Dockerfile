# Valkey, for the sign-outs and limits that all replicas share. It never runs as root, so its directories are made here.
FROM valkey/valkey:8
LABEL org.opencontainers.image.title="Vestibule store" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
# A new named volume gets the owner of the directory that it covers.
RUN install -d -o 10001 -g 10001 /store && install -d -o 10001 -g 10001 -m 700 /run/store
COPY backend/start-valkey /usr/local/bin/
ENV STORE_MAXMEMORY=96mb
WORKDIR /store
USER 10001:10001
HEALTHCHECK --interval=3s --timeout=3s --start-period=30s --retries=5 \
    CMD REDISCLI_AUTH=$(cat /run/store/password) valkey-cli ping | grep -q PONG
CMD ["start-valkey"]
