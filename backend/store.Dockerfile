# Valkey, for sign-outs and limits that all replicas share; it never runs as root, so its directory is made here.
FROM valkey/valkey:8
LABEL org.opencontainers.image.title="Vestibule store" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
# A new named volume takes over this directory's owner.
RUN install -d -o 10001 -g 10001 /store
WORKDIR /store
USER 10001:10001
HEALTHCHECK --interval=3s --timeout=3s --start-period=30s --retries=5 CMD ["valkey-cli", "ping"]
# Every sign-out is on the disk within a second, and with the system at once: a crash of Valkey loses none. Where
# memory ends, what expires soonest goes first: limits do expire, sign-outs do not.
CMD ["valkey-server", "--dir", "/store", "--appendonly", "yes", "--save", "", \
     "--maxmemory", "96mb", "--maxmemory-policy", "volatile-ttl", "--protected-mode", "no"]
