/** Lights up, in the picture, the section that is read and the way that a link would take. */
export function followPicture(): void {
  const picture = document.querySelector('.drawing svg')
  if (picture === null) return
  const light = (name: string, selector: string | undefined): void => {
    for (const lit of picture.querySelectorAll(`.${name}`)) lit.classList.remove(name)
    if (selector !== undefined)
      for (const part of picture.querySelectorAll(selector)) part.classList.add(name)
  }
  const here = (): void => {
    const node = nodeOf(decodeURIComponent(location.hash.slice(1)))
    light('here', node === undefined ? undefined : `.${node}`)
  }
  addEventListener('hashchange', here)
  here()
  for (const link of document.querySelectorAll<HTMLAnchorElement>('section[data-node] a[href^="#"]')) {
    const from = link.closest<HTMLElement>('[data-node]')?.dataset.node
    const to = nodeOf(decodeURIComponent(link.hash.slice(1)))
    if (from === undefined || to === undefined || from === to) continue
    const way = `.${from}, .${to}, .${CSS.escape(`${from}-${to}`)}`
    for (const event of ['mouseenter', 'focus']) link.addEventListener(event, () => light('way', way))
    for (const event of ['mouseleave', 'blur']) link.addEventListener(event, () => light('way', undefined))
  }
}

/** The class of the node of the section with an anchor, or of the first section below a heading. */
function nodeOf(anchor: string): string | undefined {
  const place = anchor === '' ? null : document.getElementById(anchor)
  return place?.closest<HTMLElement>('[data-node]')?.dataset.node
}
