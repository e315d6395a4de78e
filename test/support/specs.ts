/** A spec with two environments, and pipelines as given, indented by two. */
export function spec(pipelines: string): string {
  return `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1, retain: true, approvers: [ops@example.com] }
pipelines:
${pipelines}`;
}

/** Where a pipeline takes its releases from. */
export const SOURCE = 'source: { image: { ecr: web }, settings: { s3: web-settings } }';

/** A service that is there already. */
const EXISTING = `service:
      existing:
        cluster: apps
        service: web
        productionListener: arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/apps/50dc6c495c0c9188/f2f7dc8efc522ab2
        testListener: arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/apps/50dc6c495c0c9188/0467ef3c8400ae65
        targetGroups: [web-1, web-2]
        taskRoles: [arn:aws:iam::111111111111:role/web-execution, arn:aws:iam::111111111111:role/web-task]
        alarms: [web-5xx]`;

/** A pipeline to a service that is there already, in stg. */
export const EXISTING_PIPELINE = `  web:
    kind: ecs-blue-green
    ${SOURCE}
    ${EXISTING}
    environments: { stg: {} }`;

/** A pipeline to a service of its own, in both environments. */
export const OWNED_PIPELINE = `  web:
    kind: ecs-blue-green
    ${SOURCE}
    environments: { stg: {}, prd: { approval: true, source: { settings: { s3: web-settings-prd } } } }`;
