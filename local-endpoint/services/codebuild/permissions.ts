import {
  anything,
  arn,
  needs,
  on,
  passRole,
  type Resources,
  type Rules,
  text,
  texts,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
const project =
  (member: string): Resources =>
  (input, call) => {
    const given = text(input, member);
    return given.startsWith('arn:') ? given : arn(call, `project/${given}`);
  };

const projects: Resources = (input, call) =>
  texts(input, 'names').map((name) => (name.startsWith('arn:') ? name : arn(call, `project/${name}`)));

/** A build has an ARN, but rights are given on its project. */
const ofBuild = (id: string): string => `project/${id.replace(/^arn:.*:build\//, '').split(':')[0]}`;

const projectOfBuild: Resources = (input, call) => arn(call, ofBuild(text(input, 'id')));

const projectsOfBuilds: Resources = (input, call) => [
  ...new Set(texts(input, 'ids').map((id) => arn(call, ofBuild(id)))),
];

const reportGroup =
  (member: string): Resources =>
  (input) =>
    groupOf(text(input, member));

const reportGroups =
  (member: string): Resources =>
  (input) =>
    texts(input, member).map(groupOf);

/** A report's rights are those of its group. */
const groupOf = (given: string): string => given.replace(/:report\/([^:]+):.*$/, ':report-group/$1');

const newReportGroup: Resources = (input, call) => arn(call, `report-group/${text(input, 'name')}`);

const serviceRole = passRole('codebuild.amazonaws.com', (input) => [input.serviceRole]);

/** What CodeBuild operations need. */
export const codebuild: Rules = {
  ...on(anything, 'ListBuilds ListProjects ListReportGroups ListReports'),
  ...on(project('name'), 'DeleteProject'),
  ...on(project('projectName'), 'InvalidateProjectCache ListBuildsForProject'),
  ...on(projects, 'BatchGetProjects'),
  ...on(projectOfBuild, 'RetryBuild StopBuild'),
  ...on(projectsOfBuilds, 'BatchDeleteBuilds BatchGetBuilds'),
  ...on(reportGroup('arn'), 'DeleteReport DeleteReportGroup UpdateReport UpdateReportGroup'),
  ...on(reportGroup('reportArn'), 'BatchPutTestCases DescribeTestCases'),
  ...on(reportGroup('reportGroupArn'), 'CreateReport ListReportsForReportGroup'),
  ...on(reportGroups('reportGroupArns'), 'BatchGetReportGroups'),
  ...on(reportGroups('reportArns'), 'BatchGetReports'),
  ...on(newReportGroup, 'CreateReportGroup'),
  CreateProject: together(needs(project('name')), serviceRole),
  UpdateProject: together(needs(project('name')), serviceRole),
  StartBuild: together(
    needs(project('projectName')),
    passRole('codebuild.amazonaws.com', (input) => [input.serviceRoleOverride]),
  ),
};
