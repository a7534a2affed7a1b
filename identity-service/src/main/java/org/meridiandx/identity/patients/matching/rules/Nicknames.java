package org.meridiandx.identity.patients.matching.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Short forms of given names that are common in England. Small on purpose: a name that stands here
/// with two long forms says little.
final class Nicknames {
    private static final List<String> GROUPS = List.of(
            "ALEXANDER ALEX SANDY",
            "ALEXANDRA ALEX SANDRA",
            "ANDREW ANDY DREW",
            "ANTHONY TONY",
            "BENJAMIN BEN",
            "CATHERINE KATHERINE KATHRYN CATH KATE KATIE KATHY CATHY",
            "CHARLES CHARLIE CHAS",
            "CHRISTOPHER CHRIS KIT",
            "CHRISTINE CHRIS TINA",
            "DANIEL DAN DANNY",
            "DAVID DAVE DAI",
            "DEBORAH DEBRA DEB DEBBIE",
            "EDWARD ED EDDIE TED",
            "ELIZABETH LIZ LIZZIE BETH BETTY ELIZA LISA LIBBY",
            "FREDERICK FRED FREDDIE",
            "GEOFFREY GEOFF JEFFREY JEFF",
            "GERALD GERRY JERRY",
            "GILLIAN GILL JILL",
            "HENRY HARRY",
            "JACQUELINE JACKIE",
            "JAMES JIM JIMMY JAMIE",
            "JANET JAN",
            "JENNIFER JEN JENNY",
            "JOHN JACK JOHNNY",
            "JONATHAN JON JOHN",
            "JOSEPH JOE JOEY",
            "JOSEPHINE JO JOSIE",
            "KENNETH KEN KENNY",
            "LAWRENCE LAURENCE LARRY",
            "MARGARET MAGGIE MEG PEGGY MARGE",
            "MATTHEW MATT",
            "MICHAEL MIKE MICK MICKEY",
            "MOHAMMED MUHAMMAD MOHAMMAD MOHAMED MOHD",
            "NICHOLAS NICK",
            "NICOLA NICKY NIKKI",
            "PAMELA PAM",
            "PATRICIA PAT TRISH PATSY",
            "PATRICK PAT PADDY",
            "PETER PETE",
            "PHILIP PHILLIP PHIL",
            "REBECCA BECKY BECCA",
            "RICHARD RICK DICK RICH RICKY",
            "ROBERT BOB BOBBY ROB ROBBIE BERT",
            "RONALD RON RONNIE",
            "SAMANTHA SAM",
            "SAMUEL SAM",
            "STEPHEN STEVEN STEVE",
            "SUSAN SUE SUSIE",
            "THEODORE TED THEO",
            "THERESA TERESA TERRY TESS",
            "THOMAS TOM TOMMY",
            "TIMOTHY TIM",
            "VALERIE VAL",
            "VICTORIA VICKY TORI",
            "WILLIAM BILL WILL BILLY LIAM");
    private static final Map<String, List<Integer>> OF = index();

    private Nicknames() {}

    static boolean areOne(String one, String other) {
        var groups = OF.getOrDefault(one, List.of());
        return OF.getOrDefault(other, List.of()).stream().anyMatch(groups::contains);
    }

    private static Map<String, List<Integer>> index() {
        var index = new HashMap<String, List<Integer>>();
        for (var i = 0; i < GROUPS.size(); i++) {
            for (var name : GROUPS.get(i).split(" ")) {
                var known = new java.util.ArrayList<>(index.getOrDefault(name, List.of()));
                known.add(i);
                index.put(name, List.copyOf(known));
            }
        }
        return Map.copyOf(index);
    }
}
