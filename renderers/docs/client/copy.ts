/** Gives every block a button that copies exactly what would run, behind the inputs that were typed. */
export function offerCopies(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.block, figure.sample')) {
    const code = figure.querySelector('code')
    if (code !== null) figure.append(copyButton(figure, code))
  }
}

function copyButton(figure: HTMLElement, code: HTMLElement): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', () => {
    const values = figure.querySelector<HTMLElement>('.values')
    const lead = values === null || values.hidden ? '' : `${values.textContent}\n`
    void copy(`${lead}${code.textContent}`).then(
      () => say(button, 'Copied'),
      () => say(button, 'Not copied: select it'),
    )
  })
  return button
}

/** Pages from a folder have no clipboard of their own in some browsers; the older way works there. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text)
      return
    } catch {
      // Refused: the older way may still be allowed.
    }
  }
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (!done) throw new Error('the browser does not let pages copy')
}

function say(button: HTMLButtonElement, word: string): void {
  button.textContent = word
  setTimeout(() => (button.textContent = 'Copy'), 2000)
}
