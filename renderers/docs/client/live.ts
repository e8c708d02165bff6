/** While `runbook docs serve` shows the page, it loads itself again when its runbook changes. */
export function followChanges(): void {
  if (document.documentElement.dataset.live === undefined) return
  new EventSource('/changes').addEventListener('message', () => location.reload())
}
