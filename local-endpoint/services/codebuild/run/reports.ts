import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodeBuildClient, CreateReportGroupCommand } from '@aws-sdk/client-codebuild';
import type { ReportFiles } from '../buildspec/model';
import { reportGroupArn } from '../store';
import { errorText } from './failure';
import { parseJunit } from './junit';
import { requestReport, sendTestCases, closeReport } from './report-calls';
import type { RunningBuild } from './context';
import { selectFiles } from './select-files';

/**
 * Uploads the test results that the buildspec names, with the service role's permissions. A report that cannot be read or
 * uploaded is logged, and the build goes on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export async function uploadReports(run: RunningBuild): Promise<void> {
  for (const [name, report] of Object.entries(run.buildspec.reports)) {
    try {
      await uploadReport(run, name, report);
    } catch (error) {
      run.log.show(`Error processing report ${name}: ${errorText(error)}`);
    }
  }
}

async function uploadReport(run: RunningBuild, name: string, report: ReportFiles): Promise<void> {
  const { log, record, folders } = run;
  log.write(`Preparing to copy test report ${name}`);
  const files = await selectFiles(log, folders.primary, report);
  if (files.length === 0)
    return log.show(`No matching report paths found for ${name}: ${report.files.join(', ')}`);
  const group = await reportGroupFor(run, name);
  const arn = await requestReport(run, group);
  (record.build.reportArns ??= []).push(arn);
  try {
    for (const { path } of files)
      await sendTestCases(run, arn, parseJunit(await readFile(path, 'utf8'), basename(path)));
  } catch (error) {
    await closeReport(run, arn, 'INCOMPLETE');
    throw error;
  }
  const status = await closeReport(run, arn, 'SUCCEEDED');
  log.show(`Report ${arn}: ${status}`, `Report ${name}: ${status}`);
}

/** A group without ARN is the project's own, and created when it is first needed. */
async function reportGroupFor(run: RunningBuild, name: string): Promise<string> {
  if (name.startsWith('arn:')) return name;
  const fullName = `${run.record.project.name}-${name}`;
  const arn = reportGroupArn(run.state.scope, fullName);
  const client = new CodeBuildClient(run.identity);
  const command = new CreateReportGroupCommand({
    name: fullName,
    type: 'TEST',
    exportConfig: { exportConfigType: 'NO_EXPORT' },
  });
  await client.send(command).catch((error: Error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
  return arn;
}
