/** The scores on the exam's scale over the levels of the CEFR: a picture, and its table for readers. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useWords } from "@/text/words";
import styles from "./ScorePicture.module.css";
import { ScoreTable } from "./ScoreTable";
import { ScaleLevels, ScaleMarks, ScoreTrack } from "./ScoreTrack";
import { levelAt, type Scale } from "./scale";
import type { Result } from "./shown";

export interface Score {
  name: string;
  score: number;
  /** Null below the lowest level; undefined where the scale has no levels. */
  level: string | null | undefined;
  isOverall: boolean;
}

export function ScorePicture({ result, scale }: { result: Result; scale: Scale }) {
  const scores = useScores(result, scale);
  const { name } = result.exam;
  const { minimum, maximum } = scale;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        {scale.bands.length > 0 ? (
          <Trans>
            The scale of {name}, from {minimum} to {maximum}, with the levels of the CEFR.
          </Trans>
        ) : (
          <Trans>
            At the time {name} was reported from {minimum} to {maximum}, without levels of the CEFR
            on the scale.
          </Trans>
        )}
      </figcaption>
      <div className={styles.picture} aria-hidden="true">
        <ScaleLevels scale={scale} />
        {scores.map((score) => (
          <Row key={score.name} score={score} scale={scale} overall={result.overallScore} />
        ))}
        <ScaleMarks scale={scale} />
      </div>
      <ScoreTable scores={scores} scale={scale} />
    </figure>
  );
}

interface RowProps {
  score: Score;
  scale: Scale;
  overall: number | null;
}

function Row({ score, scale, overall }: RowProps) {
  return (
    <div className={styles.row} data-overall={score.isOverall || undefined}>
      <span className={styles.name}>{score.name}</span>
      <ScoreTrack score={score} scale={scale} overall={overall} />
      <span className={styles.score}>{score.score}</span>
    </div>
  );
}

/** The overall score first: it is what is asked for. */
function useScores(result: Result, scale: Scale): Score[] {
  const { t } = useLingui();
  const { skill: nameOf } = useWords();
  const hasLevels = scale.bands.length > 0;
  const levelOf = (score: number) => (hasLevels ? levelAt(score, scale) : undefined);
  const skills = result.skillScores.map(({ skill, score }) => {
    return { name: nameOf(skill), score, level: levelOf(score), isOverall: false };
  });
  if (result.overallScore === null) return skills;
  const level = hasLevels ? result.cefrLevel : undefined;
  return [{ name: t`Overall`, score: result.overallScore, level, isOverall: true }, ...skills];
}
