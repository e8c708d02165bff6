/** What a request is answered with. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

export function text(body: string): Answer {
  return { status: 200, type: 'text/plain; version=0.0.4', body }
}

export function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` }
}

export function refusal(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } })
}
