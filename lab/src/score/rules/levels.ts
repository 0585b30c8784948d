import { each, nameOf, type Rule } from '../rule.ts';

/** Keys that describe who sends: the conventions have them on resources only. https://opentelemetry.io/docs/specs/semconv/resource/ */
const ofResources =
  /^(service\.(name|namespace|version|instance\.id)|telemetry\.(sdk|distro)\..+|host\.(id|name|type|arch|ip|mac|image\..+|cpu\..+)|os\.(type|description|name|version|build_id)|process\.(runtime\..+|owner|parent_pid|command_line|executable\.path)|container\.(id|name|image\..+|runtime.*)|k8s\..+|deployment\.environment(\.name)?|device\..+|webengine\..+|faas\.(version|instance|max_memory)|browser\.(brands|language|mobile|platform))$/;

/** Keys that describe one operation: the conventions have them on spans, log records and data points. */
const ofOperations =
  /^(http|url|db|rpc|messaging|exception|network|net|graphql|feature_flag)\..+$|^(error\.type|client\.(address|port)|server\.(address|port)|peer\.service|thread\.(id|name)|enduser\..+|code\..+)$/;

/** RES-004 of the specification, for resources, spans and their events. */
export const levels: Rule = {
  id: 'RES-004',
  title: 'Attributes of the conventions stand at their level',
  impact: 'important',
  why: 'Whoever searches asks for an attribute of the resource or of the span: at the other level it is not found.',
  fix: {
    other:
      'Set what describes the process (`service.*`, `host.*`, `k8s.*`) in the resource of the SDK, what describes one operation (`http.*`, `db.*`) on its span.',
  },
  judge: ({ resources, spans }) =>
    each(
      [
        ...resources.map(({ attributes, span }) => ({ keys: Object.keys(attributes), span, whole: true })),
        ...spans.map((span) => ({
          keys: [...Object.keys(span.attributes), ...span.events.flatMap((event) => Object.keys(event.attributes))],
          span,
          whole: false,
        })),
      ],
      { of: 'resources and spans', wrong: 'with an attribute of the other level', none: 'no span of it was found' },
      ({ keys, span, whole }) => {
        const key = keys.find((one) => (whole ? ofOperations : ofResources).test(one));
        if (key === undefined) return undefined;
        return { text: whole ? `\`${key}\` is in the resource` : `\`${key}\` is on the span ${nameOf(span)}`, span };
      },
    ),
};
