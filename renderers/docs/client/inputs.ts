import { assignment } from './assignment.ts'

type Field = HTMLInputElement | HTMLSelectElement

/** Shows, in front of each block, the inputs that were typed and that it uses, as its language sets them. */
export function fillInputs(): void {
  const fields = [...document.querySelectorAll<Field>('[data-input]')]
  if (fields.length === 0) return
  const fill = (): void => {
    const values = new Map(fields.map((field) => [field.dataset.input ?? '', field.value]))
    for (const figure of document.querySelectorAll<HTMLElement>('figure.block')) show(figure, values)
  }
  for (const field of fields) field.addEventListener('input', fill)
}

function show(figure: HTMLElement, values: ReadonlyMap<string, string>): void {
  const place = figure.querySelector<HTMLElement>('.values')
  if (place === null) return
  const names = (figure.dataset.inputs ?? '').split(' ')
  const lines = names.flatMap((name) => {
    const value = values.get(name) ?? ''
    return value === '' ? [] : [assignment(figure.dataset.language ?? '', name, value)]
  })
  place.textContent = lines.join('\n')
  place.hidden = lines.length === 0
}
