import type { DeleteReportInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import type { Room } from '../room';

/** One that is gone already is no error. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReport.html */
export const deleteReport =
  (room: Room): Operation<DeleteReportInput> =>
  async ({ arn = '' }, context) => {
    room.of(context).reports.delete(arn);
    return {};
  };
