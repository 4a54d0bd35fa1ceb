# SI Screen in one small image: docker build -t si-screen .
# docker run -p 8080:8080 -v si-screen:/data -e BOT_TOKEN=... si-screen
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/si-screen
ENV PATH="/opt/si-screen/bin:$PATH"
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY knowledge knowledge
COPY dialogs dialogs
COPY bot bot
RUN pip install --no-deps .

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 screen \
    && useradd --uid 10001 --gid screen --no-create-home --shell /usr/sbin/nologin screen \
    && install -d -o screen -g screen -m 700 /data
COPY --from=build /opt/si-screen /opt/si-screen
# Clinic files are read from /data/clinics (`clinics` in the working folder), if it is there; the database lies beside.
ENV PATH="/opt/si-screen/bin:$PATH" PYTHONUNBUFFERED=1 \
    SI_SCREEN_HOST=0.0.0.0 SI_SCREEN_PORT=8080 SI_SCREEN_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# No proxy of the environment may stand between the check and this very container.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os; from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:' + os.environ['SI_SCREEN_PORT'] + '/healthz', timeout=4)"]
CMD ["si-screen", "serve"]
