import { ECRClient } from '@aws-sdk/client-ecr';
import { readArtifactImages } from '../artifact/artifact-images';
import { artifactClient } from '../artifact/read-artifact';
import {
  SCAN_IMAGES,
  SCAN_SEVERITIES,
  type ScanImagesParameters,
  type ScanSeverity,
} from '../contract/scan-images';
import { ActionError, ConfigurationError } from '../errors';
import { shortened } from '../excerpt';
import type { FunctionContext } from '../function-owner';
import { type ImageReference, isIn, parseImage } from '../images/image-reference';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import type { ConfirmedJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { readOrStartScan } from './read-scan';
import { countFindings, describeSevereFindings, type ScannedImage, summarizeFindings } from './report';
import { scannableImages } from './scannable-images';

type ScanJob = ConfirmedJob<Pick<ScanImagesParameters, 'severity'>>;

/** Half an hour: Amazon Inspector takes minutes for a large image. */
const DEADLINE_SECONDS = 1800;

const ecrOf = perRole((credentials) => new ECRClient({ credentials }));

/**
 * Lets a release go on only where ECR found nothing too severe in its images: those that `imagedefinitions.json` and
 * `imageDetail.json` in the action's input artifacts name, by digest or tag. It waits until each has been scanned, and
 * starts a scan where there is none. Images that are not in ECR of the pipeline's account and region are not scanned,
 * and the summary names them; at least one image must be.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. It reads artifacts with
 * the job's own credentials and does all else with the role of the pipeline, which must trust it and grant, in account `A`
 * and region `R`:
 *
 * | actions | resources |
 * |---|---|
 * | `ecr:BatchGetImage`, `ecr:DescribeImageScanFindings`, `ecr:StartImageScan` | `arn:aws:ecr:R:A:repository/NAME` of each image |
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, (job) => scanImages(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

const parseParameters = ({ oneOf }: ParameterReader) => ({ severity: oneOf('severity', SCAN_SEVERITIES) });

async function scanImages(job: ScanJob, context: FunctionContext): Promise<JobOutcome> {
  const { own, others } = await readImages(job, context);
  const ecr = ecrOf(pipelineCredentials(SCAN_IMAGES, job.pipeline, context));
  const scanned: ScannedImage[] = [];
  const waitingFor: string[] = [];
  for (const image of own)
    for (const one of await scannableImages(ecr, image)) {
      const scan = await readOrStartScan(ecr, one, waitedSeconds(job));
      if (scan.kind === 'wait') waitingFor.push(scan.waitingFor);
      else scanned.push({ label: one.label, findings: scan.findings });
    }
  return waitingFor.length > 0
    ? waitFor(waitingFor.join(', '))
    : evaluate(scanned, job.parameters.severity, others);
}

/** @throws ActionError where an image has a finding that is too severe */
function evaluate(
  scanned: readonly ScannedImage[],
  severity: ScanSeverity,
  others: readonly string[],
): JobOutcome {
  const reason = describeSevereFindings(scanned, severity);
  if (reason) throw new ActionError(reason);
  const counts = countFindings(scanned);
  const notScanned = others.length > 0 ? `; not in this ECR, so not scanned: ${others.join(', ')}` : '';
  const variables = SCAN_SEVERITIES.map((one) => [one[0] + one.slice(1).toLowerCase(), `${counts[one]}`]);
  return succeed(summarizeFindings(scanned, counts) + notScanned, {
    variables: { Images: `${scanned.length}`, ...(Object.fromEntries(variables) as Record<string, string>) },
  });
}

async function readImages(
  { account, artifactCredentials, inputArtifacts }: ScanJob,
  { invokedFunctionArn }: FunctionContext,
): Promise<{ own: ImageReference[]; others: string[] }> {
  const { all } = await readArtifactImages(artifactClient(artifactCredentials), inputArtifacts);
  const registry = { account, region: invokedFunctionArn.split(':')[3] ?? '' };
  const own: ImageReference[] = [];
  const others: string[] = [];
  for (const text of all) {
    const image = parseImage(text);
    if (image && isIn(image, registry)) own.push(image);
    else others.push(REFERENCE.test(text) ? text : shortened(text));
  }
  if (own.length === 0)
    throw new ConfigurationError(
      `imagedefinitions.json or imageDetail.json in an input artifact must name an image in ECR of account ${registry.account} in ${registry.region}, got: ${others.join(', ') || 'none'}`,
    );
  return { own, others };
}

/** What can be a reference to an image, and is quoted in full. */
const REFERENCE = /^[\w.:/@-]{1,300}$/;

/** The deadline is a fixed time after the first invocation. */
function waitedSeconds({ continuation }: ScanJob): number {
  if (!continuation) return 0;
  return DEADLINE_SECONDS - (Date.parse(continuation.deadline) - Date.now()) / 1000;
}
