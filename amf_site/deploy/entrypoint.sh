#!/bin/sh
# What a container of the site does. web, worker and scheduler run for ever; migrate and manage do one thing and end.
set -eu
cd "$(dirname "$0")/../.."

case "${1:-web}" in
web | worker | scheduler | migrate | manage)
    # One clear line instead of a traceback for a missing or weak setting.
    python amf_site/deploy/health.py settings
    ;;
esac

case "${1:-web}" in
web)
    exec gunicorn --config amf_site/deploy/gunicorn.conf.py
    ;;
worker)
    # Mails, search indexing, PDFs. Ends after the task at hand when it is told to stop.
    exec python manage.py db_worker --queue-name '*'
    ;;
scheduler)
    # Pages with a date of publication or expiry, tasks and jobs that have lost their worker, and mail that waits, every
    # five minutes; once a day what has piled up in the database, pictures that could not be had at the upgrade, and the
    # PDFs of pages whose facts have changed.
    trap 'exit 0' TERM INT
    tidied=never
    while :; do
        python manage.py publish_scheduled && touch "${SCHEDULER_SIGN:-/tmp/scheduler}" || true
        python manage.py resume_tasks || true
        python manage.py resume_jobs || true
        python manage.py deliver_mail || true
        if [ "$tidied" != "$(date +%F)" ]; then
            python manage.py clearsessions && python manage.py prune_db_task_results \
                && python manage.py axes_reset_logs --age=90 && python manage.py clean_pictures \
                && python manage.py make_pdfs && tidied=$(date +%F) || true
        fi
        sleep 300 &
        wait $!
    done
    ;;
migrate)
    # Alone, before the others start: two migrations at once would get in each other's way.
    python manage.py migrate --noinput
    python manage.py make_roles
    # Pictures of an older version. Costs nothing once they are done.
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
