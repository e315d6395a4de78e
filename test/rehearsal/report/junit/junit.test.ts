import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { JUnitRenderer } from '../../../../rehearsal/report/junit/junit';
import { xmlDocument } from '../../../../rehearsal/report/junit/xml';
import { Report } from '../../../../rehearsal/report/report';
import { playRehearsal, STEPS } from '../support/rehearsal-events';

interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly testcase: readonly {
    readonly classname: string;
    readonly name: string;
    readonly failure?: { readonly message: string; readonly '#text': string };
    readonly error?: { readonly message: string };
    readonly skipped?: { readonly message: string };
  }[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

const parsed = (xml: string) => {
  expect(XMLValidator.validate(xml)).toBe(true);
  return (parser.parse(xml) as { testsuites: { tests: string; testsuite: Suite[] } }).testsuites;
};

function suitesOfRehearsal() {
  let xml = '';
  playRehearsal([
    new JUnitRenderer((document) => {
      xml = document;
    }),
  ]);
  return { xml, ...parsed(xml) };
}

const application = () =>
  suitesOfRehearsal().testsuite.find(({ name }) => name === 'shop-web-stg and shop-web-prd');

test('has a suite for each application, whose counts are those of its cases', () => {
  const { testsuite, tests } = suitesOfRehearsal();
  expect(testsuite.map(({ name }) => name)).toEqual([
    'set-up',
    'left out',
    'shop-web-stg and shop-web-prd',
    'faults',
  ]);
  for (const { testcase, ...counts } of testsuite) {
    expect(Number(counts.tests)).toBe(testcase.length);
    const withResult = (result: 'failure' | 'error' | 'skipped') =>
      String(testcase.filter((each) => each[result] !== undefined).length);
    expect(counts).toMatchObject({
      failures: withResult('failure'),
      errors: withResult('error'),
      skipped: withResult('skipped'),
    });
  }
  expect(Number(tests)).toBe(testsuite.flatMap(({ testcase }) => testcase).length);
});

test('has a case for each expectation, with a name of its own', () => {
  const names = application()?.testcase.map(({ classname, name }) => `${classname} ${name}`) ?? [];
  expect(names).toHaveLength(6);
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toBe('shop-web-stg and shop-web-prd.Release 1: a push of web zip it serves the first');
});

test('a miss has what was found and the log of the failed build; a skipped step has the reason', () => {
  const cases = application()?.testcase ?? [];
  const failure = cases.find((each) => each.failure)?.failure;
  expect(failure?.message).toMatch(/^found: <script>alert\("1"\)<\/script> & 'x' +instead of the first$/);
  expect(failure?.['#text']).toMatch(/found: .*instead of the first[^]*web-build \(FAILED\)[^]*│ not ok 1/);
  expect(cases.find(({ name }) => name === STEPS.skipped)?.skipped?.message).toContain('it watches no alarm');
});

test('a fault that met no call is a failure, and one that met a call is with the failures of its step', () => {
  const failure = application()?.testcase.find((each) => each.failure)?.failure;
  expect(failure?.['#text']).toContain(
    'throttled: ssm:PutParameter, call 2, attempt 3, of shop-web-prd/shift-traffic',
  );
  const { testsuite } = suitesOfRehearsal();
  expect(testsuite.find(({ name }) => name === 'faults')?.testcase).toMatchObject([
    {
      name: 'sqs send-message dropped',
      failure: { message: expect.stringContaining('met no call') as string },
    },
  ]);
});

test('a rehearsal that cannot go on is an error where it ended', () => {
  let xml = '';
  const report = new Report([
    new JUnitRenderer((document) => {
      xml = document;
    }),
  ]);
  report.emit({ type: 'rehearsal-started', config: 'pipelines.yaml', notice: '' });
  report.emit({ type: 'rehearsal-failed', message: 'cdk deploy failed' });
  report.close();
  expect(parsed(xml).testsuite).toMatchObject([
    { name: 'set-up', errors: '1', testcase: [{ error: { message: 'cdk deploy failed' } }] },
  ]);
});

test('writes a document that can be read, whatever the text', () => {
  const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, name) => {
      const xml = xmlDocument({
        name: 'a',
        attributes: { text, name },
        content: [{ name: 'b', content: text }],
      });
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toMatch(forbidden);
    }),
  );
});

test('keeps line breaks of attributes, and drops colours and control characters', () => {
  const text = 'one\ntwo\tthree "four" <five> & \u001b[31msix\u001b[39m\u0000\u0008\ufffe\ud800.';
  expect(xmlDocument({ name: 'a', attributes: { text } })).toContain(
    '<a text="one&#10;two&#9;three &quot;four&quot; &lt;five&gt; &amp; six."/>',
  );
});
