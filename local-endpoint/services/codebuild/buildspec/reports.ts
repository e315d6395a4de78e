import { selectionOf } from './files';
import type { ReportFiles } from './model';
import { entriesOf, mistake, type Place, refuseUnknown, textOf } from './node';

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
export const reportsOf = (place: Place): Record<string, ReportFiles> =>
  Object.fromEntries([...entriesOf(place)].map(([name, report]) => [name, reportOf(report)]));

function reportOf(place: Place): ReportFiles {
  const entries = entriesOf(place);
  refuseUnknown(entries, place.path, ['files', 'base-directory', 'discard-paths', 'file-format']);
  const format = entries.get('file-format');
  return { ...selectionOf(place, entries), fileFormat: format ? formatOf(format) : 'JUNITXML' };
}

/** Formats may be written small. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#reports.report-name-or-arn.file-format */
function formatOf(place: Place): 'JUNITXML' {
  const format = textOf(place).toUpperCase();
  if (format === 'JUNITXML') return format;
  if (OTHER_FORMATS.includes(format))
    throw mistake(place, `The local CodeBuild reads reports in the format JUNITXML only; got: ${format}`);
  throw mistake(place, `Unknown report format ${format}`);
}
