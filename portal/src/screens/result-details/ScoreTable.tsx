/** The picture's numbers as a table, for those who do not see it. */
import { Trans } from "@lingui/react/macro";
import type { Score } from "./ScorePicture";
import styles from "./ScorePicture.module.css";
import type { Scale } from "./scale";

export function ScoreTable({ scores, scale }: { scores: readonly Score[]; scale: Scale }) {
  const hasLevels = scale.bands.length > 0;
  return (
    <div className={styles.twin}>
      <table>
        <caption>
          <Trans>Scores on the scale</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Part</Trans>
            </th>
            <th scope="col">
              <Trans>Score</Trans>
            </th>
            {hasLevels && (
              <th scope="col">
                <Trans>Level of the CEFR on the scale</Trans>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {scores.map(({ name, score, level }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{score}</td>
              {hasLevels && <td>{level ?? <Below level={scale.bands[0]?.level ?? ""} />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Below({ level }: { level: string }) {
  return <Trans>below {level}</Trans>;
}
