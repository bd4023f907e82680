/* Update the progress of a job, and load its report when it has ended. Without JavaScript, users reload the page. */
const job = document.querySelector(".job[data-state-url]:not([data-state-url=''])");

async function follow() {
  const answer = await fetch(job.dataset.stateUrl, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const state = await answer.json();
    job.querySelector("progress").value = state.percent;
    if (state.ended) {
      location.reload();
      return;
    }
  }
  setTimeout(follow, 1500);
}

if (job) setTimeout(follow, 500);
