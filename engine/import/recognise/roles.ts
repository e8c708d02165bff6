/** What a section is for, as its heading says it. */
export type Purpose =
  | 'context'
  | 'diagnose'
  | 'act'
  | 'verify'
  | 'rollback'
  | 'apart'
  | 'prepare'
  | 'escalate'
  | 'reference'
  | 'none'

const purposes: readonly (readonly [Purpose, RegExp])[] = [
  [
    'rollback',
    /^(?:how to )?(?:roll ?-?back|back ?out|revert|undo|rückgängig|abort)\b(?! (?:types?|criteria|triggers?|conditions?|overview|strategy|options)\b)|\brollback (?:procedure|plan|steps?)\b|\bback-?out plan\b/i,
  ],
  [
    'escalate',
    /^(?:(?:emergency|key|important|useful|on-?call|support|team|vendor|internal|external|primary) )*(?:contacts?\b|contact (?:info|details|list|persons?))/i,
  ],
  [
    'apart',
    /^(?:emergency|in an emergency|worst case|last resort|if (?:all|every|anything|something|graceful|the|this|you|nothing|it)\b|when (?:all|everything|nothing|it)\b|disaster|break.?glass|forced?\b(?! (?:\w+ )?(?:renewals?|refresh|sync|reload)\b)|manual (?:override|failover|recovery|intervention)|alternative|fallback|workaround|notfall)/i,
  ],
  [
    'diagnose',
    /^(?:verify|confirm|validate|check)\s+(?:(?:the|that the|an?)\s+)?(?:\w+\s+)?(?:issue|problem|alert|symptoms?|incident|impact|outage|failure|error|cause|scope|current\b.*)\b/i,
  ],
  [
    'verify',
    /^(?:(?:post|nach)[- ]?\w* )?(?:verif|validat|confirm|post[- ]?check|smoke test|acceptance|success criteria|check that|überprüf|nachkontrolle|vérifi|verificaci)|^(?:[a-z]+ ){1,2}(?:verification|validation)\b/i,
  ],
  [
    'prepare',
    /^(?:prerequisit|before you (?:begin|start)|preparation|requirements?\b|pre-?(?:flight|checks?|deployment|conditions?)|voraussetzung|prérequis|requisitos)/i,
  ],
  [
    'diagnose',
    /^(?:diagnos|investigat|triage|troubleshoot|(?:possible |initial |quick |first )?checks?\b|check\b|identify|assess|(?:pasos de )?diagn[oó]stico|how to investigate|root cause|symptoms? and checks|analyse|analyze|inspect|debug|measure)/i,
  ],
  [
    'act',
    /^(?:mitigat|resol(?:ution|ve)|fix|how to fix|remediat|repair|recover|procedure|steps?\b|actions?\b|solution|immediate|response|instructions?|what to do|maßnahmen|lösung|soluci[oó]n|résolution|procedimiento|acciones\b|pasos\b|procédure|durchführung|restore|restart|failover|deploy|upgrade|execute|perform|start|stop|scale|migrat|update|install|configure|drain|rotate)/i,
  ],
  ['escalate', /^(?:escalat|contacts?\b|who to (?:call|contact)|on-?call)/i],
  [
    'context',
    /^(?:meaning|impact|mental model|key concepts|overview|summary|introduction|background|context|description|symptoms?\b|alert (?:names?|details|info\w*|description|definition|conditions?)|about|purpose|scope|when (?:to|not to|should)\b|triggers?$|how it works|causes?\b|possible causes|common causes|architecture|severity|(?:recovery )?(?:goals?|objectives?|targets?)$|(?:problem|issue)(?: (?:statement|description|summary))?s?$|error messages?|interpretation|explanation|rationale|(?:expected|sample|example) (?:output|results?|outcomes?|response)|outputs?$|what (?:is|are|it|this|the|does|happens)\b|why\b|understanding\b|definitions?$|terminology|assumptions|bedeutung|auswirkung|zweck\b|ziele?\b|überblick|hintergrund|grundprinzip|signification|objectif|contexte|présentation|significado|objetivo|contexto|impacto|s[ií]ntomas?\b|symptôme)/i,
  ],
  [
    'reference',
    /^(?:references?\b|useful (?:commands|links|queries)|(?:quick |command )*(?:cheat ?sheet|commands? reference)|prevention|preventive|best practices|links?\b|see also|further reading|related|appendix|glossary|notes?\b|additional (?:resources|information)|table of contents|contents|toc\b|changelog|history|metrics?\b|dashboards?\b|faq\b|weitere|siehe auch|prevenci[oó]n|referencias|enlaces|voir aussi)/i,
  ],
]

/** What a heading says that its section is for. Numbers, marks and emphasis before the words do not count. */
export function purposeOf(title: string): Purpose {
  const words = withoutNumber(title)
  return purposes.find(([, shape]) => shape.test(words))?.[0] ?? 'none'
}

/** `Step 3: Restart` and `3. Restart` are called `Restart`. */
export function withoutNumber(title: string): string {
  return title
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(
      /^(?:(?:step|phase|stage|schritt|étape|paso|task)\s*)?\d+(?:\.\d+)*(?:\uFE0F?\u20E3)?\s*[.):–—-]*\s*/iu,
      '',
    )
    .replace(/^[^\p{L}\p{N}]+/u, '')
}

/** Whether a heading is one of a row: `Step 3`, `Phase 2`, `4. Restart`. */
export function isNumbered(title: string): boolean {
  return /^[^\p{L}\p{N}]*(?:(?:step|phase|stage|schritt|étape|paso)\s*\d|\d+(?:\.\d+)*(?:\uFE0F?\u20E3)?\s*[.):–—-]?\s+\p{L})/iu.test(
    title,
  )
}
