import type { TestCase } from '@aws-sdk/client-codebuild';
import { XMLParser } from 'fast-xml-parser';

/** A node of a JUnit file, as the parser gives it. */
interface Suite {
  readonly name?: string;
  readonly testsuite?: Suite[];
  readonly testcase?: Case[];
}

interface Case {
  readonly name?: string;
  readonly classname?: string;
  readonly time?: string;
  readonly failure?: Outcome[];
  readonly error?: Outcome[];
  readonly skipped?: Outcome[];
}

type Outcome = string | { readonly message?: string; readonly '#text'?: string };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => ['testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
});

/**
 * The tests of a file in JUnit's format.
 * @param file its name in messages
 * @throws Error for another file
 */
export function parseJunit(text: string, file: string): TestCase[] {
  const document = parser.parse(text) as { testsuites?: Suite; testsuite?: Suite[] };
  if (document.testsuites !== undefined) return casesOf(document.testsuites);
  if (document.testsuite) return document.testsuite.flatMap(casesOf);
  const [found = 'nothing'] = Object.keys(document).filter((name) => name !== '?xml');
  throw new Error(`${file}: expected element type <testsuite> but have <${found}>`);
}

function casesOf(suite: Suite): TestCase[] {
  if (typeof suite !== 'object') return []; // an element without content
  const own = (suite.testcase ?? []).map((one) => caseOf(one, suite.name));
  return [...own, ...(suite.testsuite ?? []).flatMap(casesOf)];
}

function caseOf({ name, classname, time, failure, error, skipped }: Case, suite = ''): TestCase {
  const outcome = failure?.[0] ?? error?.[0];
  const status = failure ? 'FAILED' : error ? 'ERROR' : skipped ? 'SKIPPED' : 'SUCCEEDED';
  return {
    name: name ?? '',
    prefix: classname ?? suite,
    testSuiteName: suite,
    status,
    durationInNanoSeconds: Math.round(Number(time ?? 0) * 1e9) || 0,
    message: outcome === undefined ? '' : messageOf(outcome),
  };
}

function messageOf(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome;
  return [outcome.message, outcome['#text']].filter(Boolean).join('\n');
}
