import { parseSelection } from './artifacts';
import type { ReportFiles } from './model';
import { buildspecError, entriesOf, refuseUnknownKeys, stringOf, type YamlValue } from './yaml-value';

const OTHER_FORMATS = [
  'CUCUMBERJSON',
  'NUNITXML',
  'NUNIT3XML',
  'TESTNGXML',
  'VISUALSTUDIOTRX',
  'CLOVERXML',
  'COBERTURAXML',
  'JACOCOXML',
  'SIMPLECOV',
];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.reports */
export const parseReports = (yaml: YamlValue): Record<string, ReportFiles> =>
  Object.fromEntries([...entriesOf(yaml)].map(([name, report]) => [name, parseReport(report)]));

function parseReport(yaml: YamlValue): ReportFiles {
  const entries = entriesOf(yaml);
  refuseUnknownKeys(entries, yaml.path, ['files', 'base-directory', 'discard-paths', 'file-format']);
  const format = entries.get('file-format');
  return { ...parseSelection(yaml, entries), fileFormat: format ? parseFormat(format) : 'JUNITXML' };
}

/** Formats may be in lower case. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#reports.report-name-or-arn.file-format */
function parseFormat(yaml: YamlValue): 'JUNITXML' {
  const format = stringOf(yaml).toUpperCase();
  if (format === 'JUNITXML') return format;
  if (OTHER_FORMATS.includes(format))
    throw buildspecError(
      yaml,
      `The local CodeBuild reads reports in the format JUNITXML only; got: ${format}`,
    );
  throw buildspecError(yaml, `Unknown report format ${format}`);
}
