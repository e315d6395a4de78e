import { anything, arn, on, type Resources, type Rules, text } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html */
const repository: Resources = (input, call) => arn(call, text(input, 'repositoryName'));

const tagged: Resources = (input) => text(input, 'resourceArn');

/** What CodeCommit operations need. */
export const codecommit: Rules = {
  ...on(anything, 'ListRepositories'),
  ...on(
    repository,
    'CancelUploadArchive CreateRepository DeleteRepository GetBranch GetCommit GetRepository GetUploadArchiveStatus ListBranches UploadArchive',
  ),
  ...on(tagged, 'TagResource UntagResource ListTagsForResource'),
};
