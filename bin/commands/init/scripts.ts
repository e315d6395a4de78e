import { applyEdits, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

const SCRIPTS = {
  'pipelines:validate': 'pipeline-factory validate',
  'pipelines:graph': 'pipeline-factory graph',
  'pipelines:rehearse': 'pipeline-factory rehearse --applications ..',
  'pipelines:deploy': 'cdk deploy --all',
} as const;

/**
 * A package.json with the scripts that it lacks; all else stays as it is written.
 * @param text @default - there is none
 * @throws ExpectedError where it is no JSON object
 */
export function withScripts(text = '{\n  "private": true\n}\n'): string {
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors);
  const [error] = errors;
  if (error)
    throw new ExpectedError(
      `package.json must be JSON (${printParseErrorCode(error.error)}); nothing is written`,
    );
  if (!isObject(json) || !(json.scripts === undefined || isObject(json.scripts)))
    throw new ExpectedError('package.json and its scripts must be JSON objects; nothing is written');
  const { scripts = {} } = json;
  const lacking = Object.entries(SCRIPTS).filter(([name]) => !(name in (scripts as object)));
  return lacking.reduce(
    (current, [name, command]) =>
      applyEdits(current, modify(current, ['scripts', name], command, { formattingOptions: formatOf(text) })),
    text,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As the first indented line is indented. */
function formatOf(text: string) {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
