/** A policy statement with every "one or many" made many. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  /** Its `Sid`, or its index in the policy. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  readonly notResources?: readonly string[];
  /** By type (`AWS`, `Service`, `Federated`, `*`); absent in identity policies. */
  readonly principals?: Principals;
  readonly notPrincipals?: Principals;
  /** Operator → condition key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The principals of a statement: type → names. */
export type Principals = Readonly<Record<string, readonly string[]>>;

/** A policy and where it comes from. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html */
export interface Policy {
  /** For people: the policy's name or ARN. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

type OneOrMany = string | number | boolean | readonly (string | number | boolean)[];

interface RawStatement {
  Sid?: string;
  Effect?: string;
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Principal?: '*' | Record<string, OneOrMany>;
  NotPrincipal?: '*' | Record<string, OneOrMany>;
  Condition?: Record<string, Record<string, OneOrMany>>;
}

/**
 * Reads a policy document.
 * @param name where it comes from, for people
 * @param document JSON, percent-encoded or not, as IAM gives it
 * @throws SyntaxError where it is not JSON
 */
export function parsePolicy(name: string, document: string): Policy {
  const text = document.trimStart().startsWith('%') ? decodeURIComponent(document) : document;
  const { Statement: raw = [] } = JSON.parse(text) as { Statement?: RawStatement | RawStatement[] };
  return { name, statements: [raw].flat().map(normalise) };
}

function normalise(raw: RawStatement, index: number): Statement {
  return {
    id: raw.Sid ?? String(index),
    effect: raw.Effect === 'Allow' ? 'Allow' : 'Deny',
    actions: many(raw.Action),
    ...(raw.NotAction === undefined ? {} : { notActions: many(raw.NotAction) }),
    resources: many(raw.Resource),
    ...(raw.NotResource === undefined ? {} : { notResources: many(raw.NotResource) }),
    ...(raw.Principal === undefined ? {} : { principals: principals(raw.Principal) }),
    ...(raw.NotPrincipal === undefined ? {} : { notPrincipals: principals(raw.NotPrincipal) }),
    conditions: eachValue(raw.Condition ?? {}, (keys) => eachValue(keys, many)),
  };
}

/** `"*"` means everyone, as does `{"AWS": "*"}`. */
const principals = (raw: '*' | Record<string, OneOrMany>): Principals =>
  raw === '*' ? { AWS: ['*'] } : eachValue(raw, many);

const many = (value: OneOrMany | undefined): string[] =>
  value === undefined ? [] : [value].flat().map((item) => String(item));

const eachValue = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
