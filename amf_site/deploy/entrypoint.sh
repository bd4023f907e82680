#!/bin/sh
# The processes of the containers. web, worker and scheduler run until they are stopped; migrate and manage run once.
set -eu
cd "$(dirname "$0")/../.."

case "${1:-web}" in
web | worker | scheduler | migrate | manage)
    # Print one clear line instead of a traceback if a setting is missing or weak.
    python amf_site/deploy/health.py settings
    ;;
esac

case "${1:-web}" in
web)
    exec gunicorn --config amf_site/deploy/gunicorn.conf.py
    ;;
worker)
    # Mail, search indexing, PDFs. When told to stop, it finishes the current task.
    exec python manage.py db_worker --queue-name '*'
    ;;
scheduler)
    # Every five minutes: scheduled publishing and expiry, tasks and jobs whose worker has died, letters, and queued
    # mail. Once a day: expired rows in the database, also of public forms, images that could not be cleaned during the
    # upgrade, and outdated PDFs.
    trap 'exit 0' TERM INT
    tidied=never
    while :; do
        python manage.py publish_scheduled && touch "${SCHEDULER_SIGN:-/tmp/scheduler}" || true
        python manage.py resume_tasks || true
        python manage.py resume_jobs || true
        python manage.py send_letters || true
        python manage.py deliver_mail || true
        if [ "$tidied" != "$(date +%F)" ]; then
            python manage.py clearsessions && python manage.py delete_expired && python manage.py tend_offices \
                && python manage.py prune_db_task_results && python manage.py axes_reset_logs --age=90 \
                && python manage.py clean_pictures \
                && python manage.py make_pdfs && tidied=$(date +%F) || true
        fi
        sleep 300 &
        wait $!
    done
    ;;
migrate)
    # Runs before the other containers start: concurrent migrations would conflict.
    python manage.py migrate --noinput
    python manage.py make_roles
    # Clean the images of an older version; this is quick once it has been done.
    exec python manage.py clean_pictures
    ;;
manage)
    shift
    exec python manage.py "$@"
    ;;
*)
    exec "$@"
    ;;
esac
