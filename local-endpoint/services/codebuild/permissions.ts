import {
  anyResource,
  arn,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
  allOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
const project =
  (member: string): ResourceArns =>
  (input, call) => {
    const given = textOf(input, member);
    return given.startsWith('arn:') ? given : arn(call, `project/${given}`);
  };

const projects: ResourceArns = (input, call) =>
  textsOf(input, 'names').map((name) => (name.startsWith('arn:') ? name : arn(call, `project/${name}`)));

/** A build has an ARN, but rights are given on its project. */
const ofBuild = (id: string): string => `project/${id.replace(/^arn:.*:build\//, '').split(':')[0]}`;

const projectOfBuild: ResourceArns = (input, call) => arn(call, ofBuild(textOf(input, 'id')));

const projectsOfBuilds: ResourceArns = (input, call) => [
  ...new Set(textsOf(input, 'ids').map((id) => arn(call, ofBuild(id)))),
];

const reportGroup =
  (member: string): ResourceArns =>
  (input) =>
    groupOf(textOf(input, member));

const reportGroups =
  (member: string): ResourceArns =>
  (input) =>
    textsOf(input, member).map(groupOf);

/** A report's rights are those of its group. */
const groupOf = (given: string): string => given.replace(/:report\/([^:]+):.*$/, ':report-group/$1');

const newReportGroup: ResourceArns = (input, call) => arn(call, `report-group/${textOf(input, 'name')}`);

const serviceRole = passRole('codebuild.amazonaws.com', (input) => [input.serviceRole]);

/** What CodeBuild operations need. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'ListBuilds ListProjects ListReportGroups ListReports'),
  ...onResources(project('name'), 'DeleteProject'),
  ...onResources(project('projectName'), 'InvalidateProjectCache ListBuildsForProject'),
  ...onResources(projects, 'BatchGetProjects'),
  ...onResources(projectOfBuild, 'RetryBuild StopBuild'),
  ...onResources(projectsOfBuilds, 'BatchDeleteBuilds BatchGetBuilds'),
  ...onResources(reportGroup('arn'), 'DeleteReport DeleteReportGroup UpdateReport UpdateReportGroup'),
  ...onResources(reportGroup('reportArn'), 'BatchPutTestCases DescribeTestCases'),
  ...onResources(reportGroup('reportGroupArn'), 'CreateReport ListReportsForReportGroup'),
  ...onResources(reportGroups('reportGroupArns'), 'BatchGetReportGroups'),
  ...onResources(reportGroups('reportArns'), 'BatchGetReports'),
  ...onResources(newReportGroup, 'CreateReportGroup'),
  CreateProject: allOf(requires(project('name')), serviceRole),
  UpdateProject: allOf(requires(project('name')), serviceRole),
  StartBuild: allOf(
    requires(project('projectName')),
    passRole('codebuild.amazonaws.com', (input) => [input.serviceRoleOverride]),
  ),
};
