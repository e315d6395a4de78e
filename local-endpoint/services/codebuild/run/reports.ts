import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodeBuildClient, CreateReportGroupCommand } from '@aws-sdk/client-codebuild';
import type { ReportFiles } from '../buildspec/model';
import { reportGroupArn } from '../store';
import { quoted } from './failure';
import { parseJunit } from './junit';
import { createReport, putTestCases, updateReport } from './report-calls';
import type { Run } from './run';
import { selectFiles } from './select-files';

/**
 * Uploads the test results that the buildspec names, with the service role's rights. A report that cannot be had, or
 * not be read, is told in the log, and the build goes on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export async function uploadReports(run: Run): Promise<void> {
  for (const [name, report] of Object.entries(run.buildspec.reports)) {
    try {
      await uploadReport(run, name, report);
    } catch (error) {
      run.log.tell(`Error processing report ${name}: ${quoted(error)}`);
    }
  }
}

async function uploadReport(run: Run, name: string, report: ReportFiles): Promise<void> {
  const { log, record, folders } = run;
  log.write(`Preparing to copy test report ${name}`);
  const files = await selectFiles(log, folders.primary, report);
  if (files.length === 0)
    return log.tell(`No matching report paths found for ${name}: ${report.files.join(', ')}`);
  const group = await reportGroupFor(run, name);
  const arn = await createReport(run, group);
  (record.build.reportArns ??= []).push(arn);
  try {
    for (const { path } of files)
      await putTestCases(run, arn, parseJunit(await readFile(path, 'utf8'), basename(path)));
  } catch (error) {
    await updateReport(run, arn, 'INCOMPLETE');
    throw error;
  }
  const status = await updateReport(run, arn, 'SUCCEEDED');
  log.tell(`Report ${arn}: ${status}`, `Report ${name}: ${status}`);
}

/** A group that is named without ARN is the project's own, and made when it is first needed. */
async function reportGroupFor(run: Run, name: string): Promise<string> {
  if (name.startsWith('arn:')) return name;
  const full = `${run.record.project.name}-${name}`;
  const arn = reportGroupArn(run.region, full);
  const client = new CodeBuildClient(run.identity);
  const command = new CreateReportGroupCommand({
    name: full,
    type: 'TEST',
    exportConfig: { exportConfigType: 'NO_EXPORT' },
  });
  await client.send(command).catch((error: Error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
  return arn;
}
