import type { Call, Preparation } from './call.ts'
import type { Unready } from '../types.ts'
export function prepareSql(_: Preparation): Call | Unready {
  throw new Error('x')
}
