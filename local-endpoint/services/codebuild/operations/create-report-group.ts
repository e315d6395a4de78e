import type { CreateReportGroupInput, CreateReportGroupOutput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { invalid } from '../request';
import { reportGroupArn, type CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateReportGroup.html */
export const createReportGroup =
  (store: CodeBuildStore): Operation<CreateReportGroupInput, CreateReportGroupOutput> =>
  async ({ name = '', type, exportConfig, tags }, context) => {
    if (name.length < 2 || name.length > 128)
      throw invalid(`Report group name must have 2 to 128 characters; got: ${name}`);
    if (type !== 'TEST')
      throw invalid(`Report group type ${type} is not supported by the local CodeBuild; it has TEST`);
    if (exportConfig?.exportConfigType === 'S3')
      throw invalid(
        'exportConfig of type S3 is not supported by the local CodeBuild: reports are not exported',
      );
    const region = store.of(context);
    const arn = reportGroupArn(region, name);
    if (region.reportGroups.has(arn))
      throw new AwsError('ResourceAlreadyExistsException', `Report group already exists: ${arn}`);
    const now = store.context.clock.now();
    const reportGroup = {
      arn,
      name,
      type,
      exportConfig: exportConfig ?? ({ exportConfigType: 'NO_EXPORT' } as const),
      created: now,
      lastModified: now,
      tags,
      status: 'ACTIVE' as const,
    };
    region.reportGroups.set(arn, reportGroup);
    return { reportGroup };
  };
