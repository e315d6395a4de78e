import { type JobOutcome, succeed } from '../../../handlers/job/job-outcome';
import type { DeadlineOptions } from '../../../handlers/job/job-result';
import { parseJob } from '../../../handlers/job/parse-job';
import type { PipelineJob } from '../../../handlers/job/pipeline-job';
import { runJob } from '../../../handlers/job/run-job';
import { logger } from '../../../handlers/logger';
import { type JobResultRecorder, startJobResultRecorder } from './job-results';

export const ACCOUNT = '111111111111';
export const BUCKET = `shop-foundation-stg-${ACCOUNT}-ap-northeast-1`;
export const CONTEXT = {
  invokedFunctionArn: `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:the-function`,
};
const PARAMETERS = {
  prefix: 'shop',
  pipeline: 'front',
  environment: 'stg',
  executionId: 'e-1',
  colour: 'red',
};

/** What of a job is not as {@link JobFixture.show} shows it by default. */
export interface JobChange {
  readonly id?: string;
  readonly account?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly bucket?: string;
  readonly key?: string;
  readonly token?: string;
}

const jobEvent = ({
  id = 'job-1',
  account = ACCOUNT,
  parameters,
  bucket = BUCKET,
  key,
  token,
}: JobChange = {}) => ({
  'CodePipeline.job': {
    ...{ id, accountId: account },
    data: {
      actionConfiguration: {
        configuration: { UserParameters: JSON.stringify({ ...PARAMETERS, ...parameters }) },
      },
      inputArtifacts: [
        {
          name: 'build',
          location: {
            type: 'S3' as const,
            s3Location: { bucketName: bucket, objectKey: key ?? 'shop-front-stg/build/1' },
          },
        },
      ],
      continuationToken: token,
    },
  },
});

/** A function that works on jobs of one action, and what CodePipeline shows and is sent. */
export interface JobFixture {
  readonly codePipeline: JobResultRecorder;
  /** The jobs that were worked on. */
  readonly worked: PipelineJob[];
  /** Has CodePipeline show an action in progress. @param executionId under which it does @default e-1 */
  readonly show: (executionId?: string, change?: JobChange, functionName?: string) => void;
  /** Invokes the function. @returns the result that CodePipeline received */
  readonly invoke: (
    change?: JobChange,
    options?: DeadlineOptions,
    outcome?: JobOutcome,
    context?: typeof CONTEXT,
  ) => Promise<{ token?: string; failure?: string; type?: string }>;
}

/** Started before the tests of a file; each test begins with an action that is not shown, and no job worked on. */
export function jobFixture(): JobFixture {
  let codePipeline: JobResultRecorder;
  beforeAll(async () => {
    Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'stg' });
    codePipeline = await startJobResultRecorder();
    logger.setLogLevel('SILENT');
  });
  afterAll(() => codePipeline.close());
  beforeEach(() => {
    fixture.worked.length = 0;
    codePipeline.reset();
  });
  const fixture: JobFixture = {
    get codePipeline() {
      return codePipeline;
    },
    worked: [],
    show: (executionId = 'e-1', change, functionName = 'the-function') =>
      void codePipeline.running.start({ event: jobEvent(change), functionName, executionId }),
    async invoke(change, options, outcome = succeed('done'), context = CONTEXT) {
      const work = async (job: PipelineJob) => {
        fixture.worked.push(job);
        return outcome;
      };
      const [successes, failures] = [codePipeline.successes.length, codePipeline.failures.length];
      await runJob(
        parseJob(jobEvent(change), () => undefined),
        context,
        work,
        options,
      );
      const failure = codePipeline.failures[failures]?.failureDetails;
      return {
        token: codePipeline.successes[successes]?.continuationToken,
        failure: failure?.message,
        type: failure?.type,
      };
    },
  };
  return fixture;
}
