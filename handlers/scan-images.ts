import { ECRClient } from '@aws-sdk/client-ecr';
import { artifactClient } from './artifact';
import { readArtifactImages } from './artifact-images';
import { pipelineName } from './contract/names';
import { SCAN_SEVERITIES, type ScanSeverity } from './contract/scan-images';
import { ActionError, ConfigurationError } from './errors';
import { type ImageReference, isIn, parseImage } from './image-reference';
import { answerJob, succeed, waitFor } from './job';
import type { Answer } from './job-answer';
import type { Job } from './job-event';
import { addToLog } from './logger';
import { type FunctionContext, pipelineCredentials } from './role-session';
import { lookAtScan } from './scan-images/look';
import { countFindings, objection, type ScannedImage, summary } from './scan-images/report';
import { scannableImages } from './scan-images/scannable-images';
import { parseUserParameters } from './user-parameters';

/** Half an hour: Amazon Inspector takes minutes for a large image. */
const DEADLINE_SECONDS = 1800;

/**
 * Lets a release go on only where ECR found nothing too severe in its images: those that `imagedefinitions.json` and
 * `imageDetail.json` in the action's input artifacts name, by digest or tag. It waits until each has been scanned, and
 * asks for a scan where there is none. Images that are not in ECR of the pipeline's account and region are not looked
 * at, and the summary says so; there must be at least one that is.
 *
 * The function's own role needs `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult` (which know
 * no resources: `*`) and `sts:AssumeRole` on the pipelines' roles. The artifacts it reads with the job's own credentials.
 * All else it does with the role of the pipeline, which must trust it and grant, in account `A` and region `R`:
 *
 * | actions | resources |
 * |---|---|
 * | `ecr:BatchGetImage`, `ecr:DescribeImageScanFindings`, `ecr:StartImageScan` | `arn:aws:ecr:R:A:repository/NAME` of each image |
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await answerJob(event, (job) => scanImages(job, context), { deadlineSeconds: DEADLINE_SECONDS });
}

async function scanImages(job: Job, context: FunctionContext): Promise<Answer> {
  const { identity, executionId, text } = parseUserParameters(job.userParameters);
  const severity = severityOf(text('severity'));
  addToLog({ pipeline: pipelineName(identity), executionId });
  const { own, others } = await namedImages(job, context);
  const ecr = new ECRClient({ credentials: pipelineCredentials(identity, job.account, context) });
  const scanned: ScannedImage[] = [];
  const waitingFor: string[] = [];
  for (const image of own)
    for (const one of await scannableImages(ecr, image)) {
      const look = await lookAtScan(ecr, one, waitedSeconds(job));
      if (look.kind === 'waiting') waitingFor.push(look.waitingFor);
      else scanned.push({ label: one.label, findings: look.findings });
    }
  return waitingFor.length > 0 ? waitFor(waitingFor.join(', ')) : judge(scanned, severity, others);
}

/** @throws ActionError where an image must not be released */
function judge(scanned: readonly ScannedImage[], severity: ScanSeverity, others: readonly string[]): Answer {
  const reason = objection(scanned, severity);
  if (reason) throw new ActionError(reason);
  const counts = countFindings(scanned);
  const passedOver = others.length > 0 ? `; not in this ECR, so not looked at: ${others.join(', ')}` : '';
  const variables = SCAN_SEVERITIES.map((one) => [one[0] + one.slice(1).toLowerCase(), `${counts[one]}`]);
  return succeed(summary(scanned, counts) + passedOver, {
    variables: { Images: `${scanned.length}`, ...(Object.fromEntries(variables) as Record<string, string>) },
  });
}

async function namedImages(
  job: Job,
  { invokedFunctionArn }: FunctionContext,
): Promise<{ own: ImageReference[]; others: string[] }> {
  const { all } = await readArtifactImages(artifactClient(job), job.inputArtifacts);
  const registry = { account: job.account, region: invokedFunctionArn.split(':')[3] ?? '' };
  const own: ImageReference[] = [];
  const others: string[] = [];
  for (const text of all) {
    const image = parseImage(text);
    if (image && isIn(image, registry)) own.push(image);
    else others.push(text);
  }
  if (own.length === 0)
    throw new ConfigurationError(
      `imagedefinitions.json or imageDetail.json in an input artifact must name an image in ECR of account ${registry.account} in ${registry.region}, got: ${others.join(', ') || 'none'}`,
    );
  return { own, others };
}

function severityOf(text: string): ScanSeverity {
  const severity = SCAN_SEVERITIES.find((one) => one === text);
  if (!severity)
    throw new ConfigurationError(
      `UserParameters: severity must be one of ${SCAN_SEVERITIES.join(', ')}, got: ${text}`,
    );
  return severity;
}

/** The continuation token tells the deadline, and so when waiting began. */
function waitedSeconds({ continuation }: Job): number {
  if (!continuation) return 0;
  return DEADLINE_SECONDS - (Date.parse(continuation.deadline) - Date.now()) / 1000;
}
