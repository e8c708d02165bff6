/** A sentence that says what to do, and when. */
export interface Conditional {
  /** The condition, without its `if` and the punctuation behind it. */
  readonly condition: string
  /** What is to be done then; empty when that stands below. */
  readonly consequence: string
  readonly isOtherwise: boolean
}

const ifWord =
  /^(?:[-*•]\s+)?(?:\*\*|__)?(?:if|in case(?: of)?|when(?:ever)?|should|falls|wenn|si|en cas de|en caso de|se|als)\b/iu
const otherwiseWord =
  /^(?:\*\*|__)?(?:otherwise|else|if not|andernfalls|sonst|sinon|de lo contrario|in all other cases)\b[,:]?(?:\*\*|__)?[,:]?\s*/iu

/**
 * Reads `If the pod is evicted, drain the node.` as a condition and what follows from it. Nothing for a sentence that
 * only seems to be one, such as a `when` without a comma.
 *
 * @param text Markdown of a paragraph or a list item
 */
export function readConditional(text: string): Conditional | undefined {
  const line = text.replaceAll(/\s*\n\s*/g, ' ').trim()
  const otherwise = otherwiseWord.exec(line)
  if (otherwise !== null)
    return {
      condition: otherwise[0].replaceAll(/[*_,:\s]+/g, ' ').trim(),
      consequence: line.slice(otherwise[0].length),
      isOtherwise: true,
    }
  if (!ifWord.test(line)) return onlyIf(line)
  const cut = cutAt(line)
  if (cut === undefined) return undefined
  const condition = line
    .slice(0, cut.at)
    .replaceAll(/^(?:\*\*|__)|(?:\*\*|__)$/g, '')
    .trim()
  const consequence = line
    .slice(cut.at + cut.length)
    .replace(/^(?:\*\*|__)?\s*(?:then|dann|so|alors|entonces)\b[,:]?\s+/iu, '')
    .trim()
  return condition.length > 160 || mereWish.test(condition)
    ? undefined
    : { condition, consequence, isOtherwise: false }
}

/** `If possible, …`: nobody can say whether that holds. */
const mereWish =
  /^(?:if (?:at all )?possible|si possible|wenn möglich|falls möglich|si es posible|se possibile)$/i

/** `To force it (only if that fails): …`: what is done only if something holds. */
function onlyIf(line: string): Conditional | undefined {
  const condition =
    /\((only (?:if|when)\b[^)]{3,80}|if (?:needed|necessary|required|applicable|that fails)[^)]{0,60})\)/i.exec(
      line,
    )?.[1]
  return condition === undefined || !isInstruction(line.replace(/^to\s+/i, ''))
    ? undefined
    : { condition, consequence: line, isOtherwise: false }
}

/** The colon, comma, arrow or `then` that ends the condition: outside of code, brackets and links. */
function cutAt(line: string): { at: number; length: number } | undefined {
  const blank = line.replaceAll(/`[^`]*`|\[[^\]]*\]\([^)]*\)|\([^)]*\)/g, (found) => 'x'.repeat(found.length))
  const mark = /(?:\*\*|__)?\s*(?:→|->|=>|[:](?=\s|$|\*)|,(?=\s)| then\b| – | — )(?:\*\*|__)?\s*/u.exec(blank)
  if (mark === null) return undefined
  const sentence = /[.!?](?=\s)/.exec(blank)
  return sentence !== null && sentence.index < mark.index
    ? undefined
    : { at: mark.index, length: mark[0].length }
}

/** Whether a text tells somebody to do something: it begins with a verb that operators are told. */
export function isInstruction(text: string): boolean {
  const plain = text
    .replace(/^[\s\d.)*_>#-]+/, '')
    .replace(
      /^(?:please|then|first|next|finally|now|immediately|manually|you (?:should|must|need to|can|may))[,:]?\s+/i,
      '',
    )
  return verbs.test(plain)
}

const verbs =
  /^(?:(?:acknowledge|add|adjust|alert|apply|ask|assign|attach|back ?up|block|build|call|cancel|capture|catch|change|check|choose|clean|clear|click|close|collect|communicate|compare|conduct|configure|confirm|connect|consult|contact|continue|coordinate|copy|cordon|create|cut|deactivate|decide|declare|delete|deploy|detach|determine|disable|disconnect|discuss|document|double-?check|download|drain|drop|edit|email|enable|engage|ensure|enter|escalate|establish|evaluate|evict|execute|export|extract|fail ?over|file|find|fix|flip|flush|follow|force|freeze|gather|get|give|go|grant|identify|import|increase|inform|initiate|inspect|install|investigate|invite|isolate|join|keep|kill|launch|let|list|locate|log|look|lower|make|mark|measure|mention|merge|migrate|monitor|move|navigate|note|notify|obtain|open|order|page|pause|perform|pick|ping|post|prepare|press|proceed|prioriti[sz]e|promote|provide|provision|prune|publish|pull|purge|push|put|query|raise|read|reassign|rebalance|reboot|rebuild|recheck|record|recover|reconcile|reconfigure|reconnect|recreate|redeploy|redirect|reduce|refer|refresh|reindex|reinstall|reload|remount|remove|rename|renew|repair|repeat|replace|replay|report|reprocess|request|requeue|rerun|respond|route|reschedule|reset|resize|resolve|restart|restore|resume|retry|return|review|revert|revoke|roll|rotate|run|save|scale|schedule|scroll|search|see|select|send|set|shut ?down|sign|silence|skip|snapshot|ssh|start|stop|submit|switch|take|talk|tell|temporarily|terminate|test|throttle|track|trigger|truncate|try|tune|turn|type|unblock|uncordon|undo|uninstall|unlock|unmount|untick|update|upgrade|upload|use|vacuum|validate|verify|view|visit|wait|warm|watch|wipe|work|write|roll ?back|point|shift|sync|resync|lock|dump|mount|draft|clone|swap|pin|ship|tag|bump|rebase|spin|power|cycle|allow|deny|bring|hand|assemble|stage|re-?run|log ?(?:in|out)|login|set ?up|reproduce)\b(?!-)(?<!\b(?:note|alert|report|log|schedule|email|file|list|post|page)(?=:))|(?:prüfe|starte|öffne|rufe|stoppe|melde|vérifi|ouvr|redémarr|arrêt|appel|verifi|revis|reinici|abr|llam|compru|deten|espera|observa|ejecut|escala[rd]|contacta))/iu
