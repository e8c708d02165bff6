/**
 * Whether a call of a cloud's command line only asks. These name what they do by a verb: for AWS the second word
 * (`describe-instances`), for the others the first verb behind the names of groups (`compute instances list`).
 */
export function cloudLooks(program: string, words: readonly string[]): boolean {
  if (program === 'aws') return awsLooks(leading(words))
  const verbs = leading(words)
  const first = verbs.find((word) => asks.test(word) || changes.test(word))
  return first !== undefined && asks.test(first) && !/^(?:get-credentials|get-login)/.test(first)
}

/** Clouds whose commands are groups of nouns with a verb behind them. */
export const clouds: ReadonlySet<string> = new Set(
  'aws gcloud az gh doctl oci openstack ibmcloud aliyun scw hcloud linode-cli gsutil bq'.split(' '),
)

const asks =
  /^(?:describe|list|ls|get|show|read|view|status|info|du|lookup|search|tail|wait|logs?|get-[\w-]+|list-[\w-]+|show-[\w-]+|describe-[\w-]+|stat|cat|checks)$/

const changes =
  /^(?:create|delete|update|set|add|remove|rm|rb|mb|cp|mv|rsync|sync|reset|start|stop|restart|reboot|ssh|scp|deploy|patch|enable|disable|import|export|submit|cancel|suspend|resume|resize|promote|failover|clone|restore|attach|detach|upgrade|apply|run|exec|put|merge|close|reopen|edit|login|activate|deactivate|rollback|scale|drain|move|rename|revoke|grant|bind|unbind|install|uninstall|invoke|call|api|deallocate|purge|recover|undelete|rotate|regenerate|renew|assign|release|query|load|insert|extract|mk|create-[\w-]+|delete-[\w-]+|update-[\w-]+|set-[\w-]+|add-[\w-]+|remove-[\w-]+|perform-[\w-]+|start-[\w-]+|stop-[\w-]+)$/

function awsLooks([service = '', operation = '']: readonly string[]): boolean {
  if (service === 's3') return operation === 'ls'
  if (service === 'sts') return /^(?:get-caller-identity|decode-)/.test(operation)
  if (service === 'configure') return /^(?:list|get)/.test(operation)
  if (service === 's3api' && operation === 'get-object') return false
  if (service === 'logs' && operation === 'tail') return true
  return /^(?:describe|get|list|lookup|filter|head|batch-get|query|scan|search|wait|view|simulate|estimate|select)(?:-|$)/.test(
    operation,
  )
}

const valued =
  /^--(?:profile|region|output|endpoint-url|query|project|subscription|account|configuration|zone)$/

/** The words before the first that is an option of the operation itself. */
function leading(words: readonly string[]): string[] {
  const found: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (valued.test(word)) at++
    else if (!word.startsWith('-')) found.push(word)
    else if (found.length > 1) break
  }
  return found
}
