import type { Runbook } from '../../model.ts'
import { drillPlaces } from './drills.ts'
import { linksOf, type Aim } from './links.ts'
import { handedOn, namePlaces } from './names.ts'
import { runbookAt, type Page, type Place } from './page.ts'
import { thingAt } from './thing.ts'

/** Where the thing at an offset is written down: a heading, a title, a declaration, the block that hands it on. */
export function definitionAt(page: Page, offset: number): Place | undefined {
  const thing = thingAt(page, offset)
  if (thing === undefined) return undefined
  return thing.kind === 'aim' ? placeOf(thing.aim, page) : declarationOf(thing.name, page.runbook)
}

/** The heading that a link leads to; the title of the page when it names no section of it. */
export function placeOf({ path, anchor }: Aim, page: Page): Place | undefined {
  const runbook = runbookAt(path, page)
  if (runbook === undefined) return undefined
  if (anchor === undefined) return { path, span: runbook.titleSpan }
  const span = runbook.anchors.get(anchor)?.span
  return span && { path, span }
}

function declarationOf(name: string, runbook: Runbook): Place | undefined {
  const span =
    runbook.frontmatterPlaces.get(`inputs.${name}`)?.key ??
    handedOn(runbook).find((value) => value.name === name)?.block.roleSpan
  return span && { path: runbook.path, span }
}

/**
 * Every place that names the thing at an offset: links to a section or a runbook in the whole library, a section in its
 * drills, uses of an input on its page.
 * @param declaration whether the place that defines it counts too
 */
export function referencesAt(page: Page, offset: number, declaration: boolean): Place[] {
  const thing = thingAt(page, offset)
  if (thing === undefined) return []
  const own = declaration ? definitionAt(page, offset) : undefined
  const places =
    thing.kind === 'aim'
      ? [...linksTo(thing.aim, page), ...drillPlaces(thing.aim, page)]
      : usesOf(thing.name, page.runbook)
  return own === undefined ? places : [own, ...places]
}

/** Links of the library that lead to a section; for a runbook, or its title, all that lead into it. */
function linksTo(aim: Aim, page: Page): Place[] {
  const target = runbookAt(aim.path, page)
  const isTitle =
    aim.anchor !== undefined && target?.anchors.get(aim.anchor)?.span.start === target?.titleSpan.start
  const whole = aim.anchor === undefined || isTitle
  return pagesOf(page).flatMap((runbook) =>
    linksOf(runbook)
      .filter(
        ({ aim: other }) =>
          other.path === aim.path && (whole ? isFrom(runbook, aim, other) : other.anchor === aim.anchor),
      )
      .map(({ span }) => ({ path: runbook.path, span })),
  )
}

/** A link inside a page to one of its sections is no link to the page. */
const isFrom = (runbook: Runbook, aim: Aim, other: Aim): boolean =>
  runbook.path !== aim.path || other.anchor === undefined || other.anchor === aim.anchor

function usesOf(name: string, runbook: Runbook): Place[] {
  return namePlaces(runbook)
    .filter((place) => place.name === name)
    .map(({ span }) => ({ path: runbook.path, span }))
}

/** The library with the page at hand in its newest text, once. */
export function pagesOf({ runbook, library }: Page): Runbook[] {
  return [runbook, ...library.filter(({ path }) => path !== runbook.path)]
}
