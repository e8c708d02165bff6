import { accessSync, constants, statSync } from 'node:fs'
import { delimiter } from 'node:path'
import type { Binding, Bindings } from '../commands.ts'

/** Puts inputs and values in the place of `$NAME` and `${NAME}`; gives back the first name without a value instead. */
export function expand(
  text: string,
  bindings: Bindings,
): { readonly text: string } | { readonly missing: string } {
  let missing: string | undefined
  const expanded = text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? ''
    const binding = bindings.get(name)
    if (binding === undefined) missing ??= name
    return binding?.value ?? ''
  })
  return missing === undefined ? { text: expanded } : { missing }
}

/** The inputs and values that a text names, in the order in which they are known. */
export function usedBindings(texts: readonly (string | undefined)[], bindings: Bindings): Binding[] {
  const words = new Set(texts.flatMap((text) => text?.match(/\w+/g) ?? []))
  return [...bindings.values()].filter(({ name }) => words.has(name))
}

/** Absolute path of a program on a PATH, or nothing. */
export function findProgram(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => (folder.endsWith('/') ? folder + name : `${folder}/${name}`))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether a path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
