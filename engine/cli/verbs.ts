import type { Command } from 'commander'
import { registerList } from './verbs/list.ts'

/** Every verb, in the order of the help page. A verb's file only describes it; its action is loaded when it is called. */
export const verbs: readonly ((program: Command) => void)[] = [registerList]
