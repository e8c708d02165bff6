import type { Call, Preparation } from './call.ts'
import type { Unready } from '../types.ts'
export function prepareHttp(_: Preparation): Call | Unready {
  throw new Error('x')
}
export function preparePromql(_: Preparation): Call | Unready {
  throw new Error('x')
}
