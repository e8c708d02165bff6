import type { Span } from '../source.ts'

export type Comparison = '<' | '<=' | '>' | '>=' | 'is'
export type Unit = '%' | 'ms' | 's' | 'm' | 'h' | 'd' | 'KB' | 'MB' | 'GB'

/** The value of an input, or one that a block handed on, to compare with: `$LIMIT`. */
export interface Operand {
  readonly name: string
}

export type Condition = { readonly span: Span; readonly text: string } & ConditionForm

export type ConditionForm =
  | { readonly kind: 'exit'; readonly code: number; readonly negated: boolean }
  | { readonly kind: 'output'; readonly test: 'contains' | 'is'; readonly value: string | Operand }
  | { readonly kind: 'output'; readonly test: 'matches'; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'output'; readonly test: 'empty' }
  | {
      readonly kind: 'value'
      readonly comparison: Comparison
      readonly value: number | Operand
      readonly unit?: Unit
    }
  | { readonly kind: 'json'; readonly pointer: readonly (string | number)[]; readonly test: JsonTest }
  | {
      readonly kind: 'binding'
      readonly name: string
      readonly comparison: Comparison | 'contains' | 'matches' | 'empty'
      /** For `matches`, a pattern between slashes; with `<` and its like a number, with a unit or without. */
      readonly value: string | Operand
    }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'otherwise' }

export type JsonTest =
  | { readonly kind: 'exists' }
  | { readonly kind: 'is'; readonly value: string | number | boolean | null | Operand }
  | {
      readonly kind: 'compare'
      readonly comparison: '<' | '<=' | '>' | '>='
      readonly value: number | Operand
    }
  | { readonly kind: 'contains'; readonly value: string }
