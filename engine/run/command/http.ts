import type { RequestOrder } from '../request/main.ts'
import type { Bindings, Unready } from '../commands.ts'
import { isUnready, unready, type Call, type Preparation } from './call.ts'
import { programPath } from './launch.ts'
import { fillBody, fillHeader, fillQuery, fillUrl, Unfilled } from './fill.ts'

/** One request as in a REST client file; our own program sends it, and fails from status 400 on. */
export function prepareHttp({ block, bindings }: Preparation): Call | Unready {
  return filled(() => callRequest(readRequest(block.script, bindings)))
}

/** An instant query to the input `PROMETHEUS_URL`: each value is a line of output. */
export function preparePromql({ block, bindings }: Preparation): Call | Unready {
  const base = bindings.get('PROMETHEUS_URL')?.value
  if (base === undefined) {
    return unready(
      'the input `PROMETHEUS_URL` has no value',
      'declare `PROMETHEUS_URL` as an input of type `url`',
    )
  }
  return filled(() => {
    const query = fillQuery(block.script, bindings)
    const url = `${base.replace(/\/+$/, '')}/api/v1/query?query=${encodeURIComponent(query)}`
    return callRequest({ method: 'GET', url, headers: [['Accept', 'application/json']], answer: 'promql' })
  })
}

/** A message as chat systems take it: a JSON object with the text, to the address in the input that the block names. */
export function preparePost({ block, bindings }: Preparation): Call | Unready {
  const name = block.options.post ?? ''
  const url = bindings.get(name)?.value ?? ''
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    return unready(`the input \`${name}\` is no address`, 'give it an address that begins with `https://`')
  }
  const headers = [['Content-Type', 'application/json']] as const
  return callRequest({
    method: 'POST',
    url,
    headers,
    body: JSON.stringify({ text: block.script }),
    answer: 'body',
  })
}

function filled(make: () => Call | Unready): Call | Unready {
  try {
    return make()
  } catch (error) {
    if (error instanceof Unfilled) return unready(error.message, error.help)
    throw error
  }
}

function callRequest(order: RequestOrder | Unready): Call | Unready {
  if (isUnready(order)) return order
  return {
    program: process.execPath,
    options: [programPath('request')],
    bootstrap: [],
    input: JSON.stringify(order),
    inputAt: 3,
    session: 'none',
    environment: { NODE_USE_ENV_PROXY: '1' },
  }
}

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/

/** Reads `METHOD URL`, lines that go on with its query, headers, an empty line, a body. */
export function readRequest(script: string, bindings: Bindings): RequestOrder | Unready {
  const lines = script.split(/\r?\n/)
  const first = lines.findIndex((line) => !/^\s*($|#|\/\/)/.test(line))
  const [, word, address = ''] =
    /^(?:([A-Za-z]+)\s+)?(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(lines[first] ?? '') ?? []
  const method = (word ?? 'GET').toUpperCase()
  if (address === '' || !methods.test(method)) {
    return unready(
      'the request does not begin with `METHOD URL`',
      'begin it with a line like `GET $API/health`',
    )
  }
  if (lines.some((line) => line.startsWith('###'))) {
    return unready('a block holds one request', 'put the request behind `###` into a block of its own')
  }
  let at = first + 1
  let url = address
  for (; /^\s+[?&]/.test(lines[at] ?? ''); at++) url += lines[at]?.trim() ?? ''
  const end = lines.findIndex((line, i) => i >= at && line.trim() === '')
  const headers = readHeaders(lines.slice(at, end < 0 ? undefined : end), bindings)
  if (isUnready(headers)) return headers
  const body =
    end < 0
      ? ''
      : lines
          .slice(end + 1)
          .join('\n')
          .trimEnd()
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const sent = body === '' ? {} : { body: fillBody(body, type, bindings) }
  return { method, url: fillUrl(url, bindings), headers, ...sent, answer: 'body' }
}

function readHeaders(lines: readonly string[], bindings: Bindings): [string, string][] | Unready {
  const headers: [string, string][] = []
  for (const line of lines.filter((line) => !/^\s*(#|\/\/)/.test(line))) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) {
      return unready(
        `\`${line.trim()}\` is not a header`,
        'write headers as `Name: value`, the body after an empty line',
      )
    }
    headers.push([name, fillHeader(value, bindings)])
  }
  return headers
}
